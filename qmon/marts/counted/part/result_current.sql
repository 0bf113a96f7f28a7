-- one row is one tested item as it is known now to stand finally, reported by some deliveries
SELECT *
FROM result_history
WHERE /*current*/ AND /*of_deliveries*/
