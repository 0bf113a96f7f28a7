-- one row is one delivery with failing samples of a notice whose conforming ones are not known
SELECT DISTINCT
    reported.delivery_id,
    reported.file,
    curated_sample.listing
FROM known_sample_reported AS known
INNER JOIN curated_sample USING (sample_id, delivery_id)
INNER JOIN delivery AS reported USING (delivery_id)
WHERE
    known.listing = 'failures'
    AND curated_sample.listing = 'paired'
    AND known.known_to = TIMESTAMP 'infinity'
    AND known.valid_to = DATE 'infinity'
ORDER BY ALL
