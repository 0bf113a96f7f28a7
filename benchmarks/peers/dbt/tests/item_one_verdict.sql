SELECT unnest(range(n_contradictory)) FROM {{ ref('sample') }} WHERE n_contradictory > 0
