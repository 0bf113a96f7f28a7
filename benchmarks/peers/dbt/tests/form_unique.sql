SELECT unnest(range(count(*) - 1)) FROM {{ ref('form') }} GROUP BY 抽样单编号 HAVING count(*) > 1
