"use strict";

SwaggerUIBundle({
  url: "api/v1/openapi.json",
  dom_id: "#contract",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Else the document would be sent to somebody's server to be judged.
  validatorUrl: null,
});
