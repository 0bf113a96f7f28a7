-- Macros over the two time axes. "Known on D" is by the end of D in Shanghai, 16:00 UTC; a missing day means now, and the final conclusion.
CREATE MACRO end_of_day(known_on) AS coalesce(CAST(known_on AS TIMESTAMP) + INTERVAL 16 HOUR, TIMESTAMP 'infinity');

CREATE MACRO sample_as_of(known_on, in_force_on) AS TABLE
SELECT *
FROM sample_history
WHERE
    known_from < end_of_day(known_on)
    AND known_to >= end_of_day(known_on)
    AND valid_from <= coalesce(CAST(in_force_on AS DATE), DATE 'infinity')
    AND valid_to > coalesce(CAST(in_force_on AS DATE), DATE '9999-12-31');

CREATE MACRO result_as_of(known_on, in_force_on) AS TABLE
SELECT *
FROM result_history
WHERE
    known_from < end_of_day(known_on)
    AND known_to >= end_of_day(known_on)
    AND valid_from <= coalesce(CAST(in_force_on AS DATE), DATE 'infinity')
    AND valid_to > coalesce(CAST(in_force_on AS DATE), DATE '9999-12-31');
