SELECT 1 FROM {{ ref('item') }} WHERE 结果判定 NOT IN ('合格项', '不合格项', '问题项', '不判定项')
