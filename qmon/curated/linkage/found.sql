-- one row is one candidate between two moments that a finding named: linked (S15), or waiting for a decision (S14)
SELECT
    *,
    CASE WHEN settled = 'linked' THEN 'S15' ELSE 'S14' END AS code,
    'linked_sample_id' AS column_name,
    CASE WHEN settled = 'linked' THEN 'none' ELSE 'sample' END AS acts_on,
    linked_sample_id AS found_text,
    finding_id_of(code, delivery_id, sheet, row_no, column_name, sample_id, found_text) AS finding_id,
    sample_id || CASE settled
        WHEN 'linked' THEN ' 即 '
        ELSE ' 疑似 '
    END || linked_sample_id
    || printf('（匹配权重 %.2f，匹配概率 %.4f）', match_weight, match_probability)
    || CASE settled
        WHEN 'linked' THEN '，只计一次'
        WHEN 'contradictory' THEN '，但结论或任务级别不同，判定前不计入'
        ELSE '，判定前不计入'
    END AS says
FROM candidate
WHERE settled <> 'passed_over'
