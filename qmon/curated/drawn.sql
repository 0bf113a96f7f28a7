-- one row is one sample that was drawn under quotas: by whom, when, which product of which maker in which shop
-- Supervision only, follow-up left out; a firm without a name, or of which a part is hidden, is no firm.
SELECT
    sample_id,
    source,
    domain,
    stage,
    category_code,
    sampled_on,
    produced_on,
    date_trunc('quarter', sampled_on) AS quarter,
    regexp_replace(product, '\s', '', 'g') AS product,
    regexp_replace(specification, '\s', '', 'g') AS specification,
    regexp_replace(brand, '\s', '', 'g') AS brand,
    -- A national task is ordered by one office, whoever carries it out.
    CASE WHEN task_level = 'national' THEN 'national' ELSE issuing_office END AS office,
    CASE
        WHEN NOT regexp_matches(sampled_unit_name, '[*某□○●×]|[Xx][Xx]')
            THEN coalesce(sampled_unit_credit_code, sampled_unit_name || '|' || coalesce(sampled_region, ''))
    END AS shop,
    CASE
        WHEN NOT regexp_matches(producer_name, '[*某□○●×]|[Xx][Xx]|^(自制|自产|自采|自养|自种|散装|不详|未知|无)')
            THEN coalesce(producer_credit_code, producer_name || '|' || coalesce(producer_region, ''))
    END AS maker
FROM (SELECT * /*current*/)
WHERE
    inspection_type = 'supervision'
    AND sampled_on IS NOT NULL
    AND void_reason IS NULL
    AND verdict_reported IS DISTINCT FROM 'void'
    AND strategy IS DISTINCT FROM 'suspect'
    AND NOT coalesce(regexp_matches(campaign, '跟踪|复查'), false)
