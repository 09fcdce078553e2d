"""What the record leaves open: which values of the parameters that matter could have given the one history that there was.

`bank` simulates vectors of the dozen that carry most; `regression` makes a posterior of them for any record; `coverage`
asks the same of synthetic records, whose parameters are known; `hundred` keeps the vectors that lie nearest. Only fitted
rows are looked at.
"""
