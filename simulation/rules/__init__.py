"""The rules: pure functions of arrays, one mechanism a file. They know no library and no random number."""
