-- one row is one tested item of a sample with events, as known_item, cut where what is known or what stands changed
WITH begun AS (
    SELECT
        sample_id,
        min(known_from) AS known_from
    FROM piece
    GROUP BY ALL
),

parts AS (
    SELECT
        sample_id,
        known_from,
        known_to,
        valid_from,
        valid_to
    FROM piece
    UNION ALL
    -- Items that came before their sample.
    SELECT
        sample_id,
        TIMESTAMP '-infinity',
        known_from,
        DATE '-infinity',
        DATE 'infinity'
    FROM begun
)

SELECT
    known_item.* EXCLUDE (valid_to) REPLACE (
        greatest(known_item.known_from, parts.known_from) AS known_from,
        least(known_item.known_to, parts.known_to) AS known_to,
        coalesce(event_override.item_verdict, known_item.item_verdict) AS item_verdict,
        CASE WHEN event_override.item_verdict IS NULL THEN known_item.item_verdict_derived END AS item_verdict_derived,
        CASE WHEN event_override.item_verdict IS NULL THEN known_item.item_verdict_reason END AS item_verdict_reason,
        CASE WHEN event_version.qualifier IS NOT NULL THEN coalesce(known_item.first_value, known_item.value) ELSE known_item.first_value END AS first_value,
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version.value_text ELSE known_item.value_text END AS value_text,
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version.qualifier ELSE known_item.qualifier END AS qualifier,
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version.value ELSE known_item.value END AS "value",
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version.bound ELSE known_item.bound END AS "bound",
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version."values" ELSE known_item."values" END AS "values",
        CASE WHEN event_version.qualifier IS NOT NULL THEN event_version.decimals ELSE known_item.decimals END AS decimals,
        CASE WHEN event_version.qualifier IS NOT NULL THEN coalesce(event_version.unit, known_item.unit) ELSE known_item.unit END AS unit
    ),
    parts.valid_from,
    parts.valid_to,
    event_override.event_id
FROM known_item
INNER JOIN parts
    ON
        known_item.sample_id = parts.sample_id
        AND known_item.known_from < parts.known_to
        AND known_item.known_to > parts.known_from
LEFT JOIN event_override
    ON
        parts.sample_id = event_override.sample_id
        AND parts.known_from = event_override.known_from
        AND parts.valid_from = event_override.valid_from
        AND known_item.item_name = event_override.item_name
LEFT JOIN event_version
    ON
        event_override.event_id = event_version.event_id
        AND event_override.sample_id = event_version.sample_id
        AND parts.known_from >= event_version.known_from
        AND parts.known_from < event_version.known_to
