-- one row is one notice of which failing samples were delivered in a list of their own
SELECT DISTINCT
    source,
    issue_no,
    published_on
FROM curated_sample
WHERE listing = 'paired'
