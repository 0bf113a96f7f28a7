-- one row is one notice of which conforming samples are known: the failing ones beside them have a denominator
SELECT DISTINCT
    source,
    issue_no,
    published_on
FROM curated_sample
SEMI JOIN accepted USING (delivery_id)
WHERE verdict_reported = 'conforming' AND (issue_no IS NOT NULL OR published_on IS NOT NULL)
