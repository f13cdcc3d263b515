// The connection to a relational database. The driver is not part of Lambda's
// runtime: it is deployed together with the function.

import pg from "pg";

export const database = new pg.Client(); // PGHOST, PGUSER, … say where
