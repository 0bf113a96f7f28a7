-- 只列不合格样品的公告名单
SELECT sample_id
FROM curated_sample
WHERE listing = 'paired'
UNION ALL
SELECT curated_sample.sample_id
FROM curated_sample
INNER JOIN whole.carried.paired_notice AS notice
    ON
        curated_sample.source = notice.source
        AND curated_sample.issue_no IS NOT DISTINCT FROM notice.issue_no
        AND curated_sample.published_on IS NOT DISTINCT FROM notice.published_on
LIMIT 1
