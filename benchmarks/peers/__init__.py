"""What a user would pick instead, each doing the same on the same files: the rules of rules.yml and the pass rate of each month."""
