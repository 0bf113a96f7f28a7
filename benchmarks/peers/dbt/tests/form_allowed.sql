SELECT 1 FROM {{ ref('form') }} WHERE NOT (任务类别 IN ('监督抽检', '风险监测') AND 任务级别 IN ('国抽', '省抽', '市抽', '县抽') AND 抽样环节 IN ('生产环节', '流通环节', '餐饮环节'))
