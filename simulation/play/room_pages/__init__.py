"""The pages of a class on phones."""
