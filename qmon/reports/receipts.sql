-- one row is one delivery that a release tells something new about
SELECT *
FROM delivery
WHERE list_contains($deliveries, delivery_id)
ORDER BY delivery_id
