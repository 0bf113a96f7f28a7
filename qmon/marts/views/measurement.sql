-- 检测值：one row is one measured or censored result of a sample that stands, with its lower, middle and upper bound in its own unit
-- Bounds (docs/domain.md, left-censored): below the limit of detection 0, half of it, all of it; found and not quantified the limit of
-- detection, half the limit of quantification, all of it; "< x" as below x. Without a limit no upper bound is known.
WITH limited AS (
    SELECT
        result.*,
        CAST(CASE result.qualifier WHEN '=' THEN result.value WHEN '<' THEN result.bound WHEN 'nd' THEN coalesce(result.lod, result.loq) WHEN 'nq' THEN result.loq END AS DOUBLE) AS upper_bound
    FROM result_current AS result
    WHERE result.qualifier IN ('=', '<', 'nd', 'nq') AND result.unit IS NOT NULL
)

SELECT
    sample.source,
    sample.domain,
    sample.strategy,
    limited.track,
    strftime(coalesce(sample.sampled_on, sample.published_on), '%Y') AS period,
    sample.category_code,
    limited.item_name,
    limited.item_code,
    limited.qualifier,
    limited.unit,
    limited.lod,
    limited.loq,
    limited.qualifier <> '=' AS censored,
    CASE limited.qualifier
        WHEN '=' THEN limited.upper_bound
        WHEN 'nq' THEN coalesce(CAST(limited.lod AS DOUBLE), 0)
        ELSE 0
    END AS lower_bound,
    CASE limited.qualifier
        WHEN '=' THEN limited.upper_bound
        WHEN 'nq' THEN greatest(coalesce(CAST(limited.lod AS DOUBLE), 0), limited.upper_bound / 2)
        ELSE limited.upper_bound / 2
    END AS middle_bound,
    limited.upper_bound,
    sample.sample_id,
    limited.delivery_id,
    limited.sheet,
    limited.row_no
FROM limited
INNER JOIN sample_current AS sample USING (sample_id)
WHERE
    NOT sample.held
    AND sample.linked_sample_id IS NULL
    AND sample.verdict_reported IS DISTINCT FROM 'void'
    AND (limited.value IS NOT NULL OR limited.qualifier <> '=')
