SELECT 1 FROM {{ ref('item') }} WHERE NOT regexp_matches(result, '^([0-9.]+( ?[^0-9. ].*)?|未检出.*|符合|合格)$')
