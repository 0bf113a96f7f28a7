-- 规则：one row is one rule that a finding can name: why it is there and what to do
SELECT * FROM rule_file ORDER BY code
