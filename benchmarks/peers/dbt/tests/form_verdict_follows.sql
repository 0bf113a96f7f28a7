SELECT 1 FROM {{ ref('sample') }} WHERE fails <> item_fails
