SELECT 1 FROM {{ ref('item') }} WHERE 抽样单编号 IS NULL OR 检验项目 IS NULL OR 检验结果 IS NULL OR 结果判定 IS NULL OR 检验依据 IS NULL
