# The index of verbs. Each is one line over Maven or ./spillway; `make` alone prints this list.
.DEFAULT_GOAL := help
.PHONY: help build test verify format dev train bench growth faults fuzz clean

# Maven itself runs on JDK 25 where one is found, since the formatter works inside Maven's own JVM.
JDK := $(shell .mvn/find-jdk 25)
MVN := $(if $(JDK),JAVA_HOME=$(JDK)) mvn -B -ntp

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## compile and package, without checks and tests
	$(MVN) package -Dquick

test: ## the tests that need no broker, with the compiler's checks
	$(MVN) test

verify: ## all checks and all tests, as the pipeline runs them
	.ci/run

format: ## rewrite the sources as the formatter wants them
	$(MVN) spotless:apply

dev: ## run everything on this machine, with a demo tenant and a receiver
	./spillway dev

train: ## let the JVM learn what it needs, so that it starts sooner and warms up faster from then on (JDK 25's AOT cache)
	./spillway train

bench: ## deliveries a second and latency, against a node of its own (BENCH="--scenarios rest,batch")
	./spillway bench $(BENCH)

growth: ## what an event costs the tenant task with 10,000 to 1,000,000 subscriptions, and a filter
	$(MVN) test -pl topology -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=GrowthBench -Djvm.brief="-Xmx4g -XX:+UseSerialGC"

faults: ## kill, freeze, fill and confuse a Spillway of its own, row by row of the scorecard (FAULTS="--rows R01,R07")
	./spillway faults $(FAULTS)

fuzz: ## 5,000 requests for each operation of the REST contract (FUZZ="-Dspillway.fuzz.seed=7")
	$(MVN) verify -pl api-gateway -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=none -Dit.test=FuzzIT -Dfailsafe.failIfNoSpecifiedTests=false -Dspillway.fuzz=5000 $(FUZZ)

clean: ## remove what was built
	$(MVN) clean
