"""Sweeps that are killed: whether anything that was done is lost, made twice, or comes out otherwise."""
