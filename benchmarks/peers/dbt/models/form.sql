-- one row is one form
SELECT
    *,
    try_cast(抽样日期 AS DATE) AS sampled_on,
    contains(结论, '不合格') AS fails
FROM read_csv('{{ env_var("PEER_RAW") }}/*/form_*.csv', all_varchar = true)
