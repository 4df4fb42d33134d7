using Strata.Conformance;

// Started by StrataMount as a process of its own: serves a union until it is unmounted.
return UnionServer.Run(args);
