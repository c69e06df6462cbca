-- The gateway that takes the order to forget puts it here itself, so that nobody waits for Connect, which brings it once more.
-- No record of Kafka lies on the partition that it names, -1.

create sequence erasures_of_gateways;
