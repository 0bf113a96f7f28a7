SELECT 1 FROM {{ ref('item') }} ANTI JOIN {{ ref('form') }} USING (抽样单编号)
