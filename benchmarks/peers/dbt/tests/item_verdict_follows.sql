SELECT 1 FROM {{ ref('item') }} WHERE derived <> 结果判定
