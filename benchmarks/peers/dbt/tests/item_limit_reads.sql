SELECT 1 FROM {{ ref('item') }} WHERE NOT (regexp_matches(最小允许限, '^([0-9.]+|/|不得检出)$') AND regexp_matches(最大允许限, '^([0-9.]+|/|不得检出)$'))
