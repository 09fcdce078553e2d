"""What is counted of runs, as plain typed data: a finding is JSON by itself; words and figures are made from it alone."""
