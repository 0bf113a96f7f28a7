SELECT 1 FROM {{ ref('sample') }} WHERE item_fails IS NULL
