-- one row is one sample at one moment of whose items several parts tell: which item verdicts it then had by all of them
SELECT
    sample_id,
    known_from,
    CAST(sum(n_items) AS BIGINT) AS n_items,
    CAST(sum(n_supervision) AS BIGINT) AS n_supervision,
    CAST(sum(n_risk) AS BIGINT) AS n_risk,
    CAST(sum(n_contradictions) AS BIGINT) AS n_contradictions,
    bool_or(nonconforming) AS nonconforming,
    bool_or(conforming) AS conforming,
    bool_or(problem) AS problem,
    bool_or(not_judged) AS not_judged
FROM item_verdicts
WHERE hash(sample_id, known_from) IN (FROM told_twice)
GROUP BY sample_id, known_from
