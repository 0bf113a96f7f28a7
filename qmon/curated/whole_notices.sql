-- one row is one notice of which conforming samples are known, and since when: the failing ones beside them have a denominator
SELECT
    curated_sample.source,
    curated_sample.issue_no,
    curated_sample.published_on,
    min(accepted.known_from) AS known_from
FROM curated_sample
INNER JOIN accepted USING (delivery_id)
WHERE
    curated_sample.verdict_reported = 'conforming'
    AND (curated_sample.issue_no IS NOT NULL OR curated_sample.published_on IS NOT NULL)
GROUP BY ALL
