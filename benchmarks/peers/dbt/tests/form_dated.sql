SELECT 1 FROM {{ ref('form') }} WHERE sampled_on IS NULL OR sampled_on < DATE '2000-01-01'
