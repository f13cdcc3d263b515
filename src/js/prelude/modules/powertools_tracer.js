// `@aws-lambda-powertools/tracer`.
(function (host, core) {
  'use strict';
  const spans = core.part('spans');
  class Tracer {
    constructor(options = {}) { this.service = options.serviceName ?? core.process.env.POWERTOOLS_SERVICE_NAME ?? 'service_undefined'; this.cold = true; this.provider = core.builtin('aws-xray-sdk-core'); }
    getSegment() { return spans.current(); }
    setSegment(segment) { spans.use(segment); }
    putAnnotation(key, value) { spans.current().addAnnotation(key, value); }
    putMetadata(key, value, namespace = this.service) { spans.current().addMetadata(key, value, namespace); }
    annotateColdStart() { this.putAnnotation('ColdStart', this.cold); this.cold = false; }
    addServiceNameAnnotation() { this.putAnnotation('Service', this.service); }
    addResponseAsMetadata(value, name) { if (value !== undefined) this.putMetadata(`${name} response`, value); }
    addErrorAsMetadata(error) { spans.current().addError(error); }
    captureAWSv3Client(client) { return spans.capture(client); }
    getRootXrayTraceId() { return core.process.env._X_AMZN_TRACE_ID?.match(/Root=([^;]+)/)?.[1]; }
    isTracingEnabled() { return true; }
  }
  return { Tracer };
})
