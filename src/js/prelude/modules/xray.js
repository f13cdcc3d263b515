// `aws-xray-sdk` and `aws-xray-sdk-core`.
(function (host, core) {
  'use strict';
  const spans = core.part('spans');
  const within = (name, run, parent) => {
    const subsegment = (parent ?? spans.current()).addNewSubsegment(name);
    const before = spans.current();
    spans.use(subsegment);
    try { return run(subsegment); } finally { spans.use(before); }
  };
  const captureFunc = (name, run, parent) => within(name, (subsegment) => {
    try { const value = run(subsegment); subsegment.close(); return value; } catch (error) { subsegment.close(error); throw error; }
  }, parent);
  return {
    captureAWSv3Client: spans.capture, captureAWSClient: spans.capture, captureHTTPsGlobal() {}, capturePromise() {}, captureFetchGlobal: () => fetch,
    captureFunc,
    captureAsyncFunc: (name, run, parent) => within(name, run, parent),
    captureCallbackFunc: (name, run, parent) => (...parts) => captureFunc(name, () => run(...parts), parent),
    getSegment: spans.current, resolveSegment: (segment) => segment ?? spans.current(), setSegment: spans.use,
    setContextMissingStrategy() {}, setLogger() {}, enableAutomaticMode() {}, enableManualMode() {}, isAutomaticMode: () => true,
    Subsegment: spans.Subsegment, plugins: {}, config() {},
  };
})
