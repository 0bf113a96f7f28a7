SELECT 1 FROM {{ ref('form') }} WHERE 抽样单编号 IS NULL OR 任务类别 IS NULL OR 抽样日期 IS NULL OR 食品大类 IS NULL OR 样品名称 IS NULL OR 结论 IS NULL
