// `@aws-lambda-powertools/metrics`: metrics as log lines in CloudWatch's embedded format.
(function (host, core) {
  'use strict';
  const MetricUnit = Object.fromEntries(['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Bits', 'Kilobits', 'Percent', 'Count', 'BytesPerSecond', 'CountPerSecond']
    .map((name) => [name, name.replace('PerSecond', '/Second')]));
  MetricUnit.NoUnit = 'None';
  const MetricResolution = { Standard: 60, High: 1 };
  class Metrics {
    #metrics = new Map();
    #dimensions = {};
    #metadata = {};
    #functionName;
    #cold = true;
    #throwOnEmpty = false;
    constructor(options = {}) {
      const { env } = core.process;
      this.namespace = options.namespace ?? env.POWERTOOLS_METRICS_NAMESPACE ?? 'default_namespace';
      this.service = options.serviceName ?? env.POWERTOOLS_SERVICE_NAME ?? 'service_undefined';
      this.defaults = { service: this.service, ...options.defaultDimensions };
      this.single = !!options.singleMetric;
    }
    addMetric(name, unit, value, resolution = 60) {
      if (typeof value !== 'number' || Number.isNaN(value)) throw new RangeError(`${value} is not a valid number`);
      if (this.#metrics.size >= 100 && !this.#metrics.has(name)) this.publishStoredMetrics();
      const known = this.#metrics.get(name);
      if (known) known.value = [].concat(known.value, value); else this.#metrics.set(name, { unit, value, resolution });
      if (this.single) this.publishStoredMetrics();
    }
    addDimension(name, value) { this.#dimensions[name] = value; }
    addDimensions(dimensions) { Object.assign(this.#dimensions, dimensions); }
    addMetadata(key, value) { this.#metadata[key] = value; }
    setDefaultDimensions(dimensions) { Object.assign(this.defaults, dimensions); }
    clearDimensions() { this.#dimensions = {}; }
    setFunctionName(name) { this.#functionName = name; }
    setThrowOnEmptyMetrics(wanted) { this.#throwOnEmpty = wanted; }
    singleMetric() { return new Metrics({ namespace: this.namespace, serviceName: this.service, defaultDimensions: this.defaults, singleMetric: true }); }
    captureColdStartMetric(name) {
      if (!this.#cold) return;
      this.#cold = false;
      const single = this.singleMetric();
      single.addDimension('function_name', name ?? this.#functionName ?? core.process.env.AWS_LAMBDA_FUNCTION_NAME ?? core.invocation.context?.functionName);
      single.addMetric('ColdStart', MetricUnit.Count, 1);
    }
    hasStoredMetrics() { return this.#metrics.size > 0; }
    clearMetrics() { this.#metrics.clear(); }
    serializeMetrics() {
      const dimensions = { ...this.defaults, ...this.#dimensions };
      const listed = [...this.#metrics].map(([Name, { unit, resolution }]) => ({ Name, Unit: unit, ...(resolution === 1 ? { StorageResolution: 1 } : {}) }));
      return {
        _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: this.namespace, Dimensions: [Object.keys(dimensions)], Metrics: listed }] },
        ...dimensions, ...Object.fromEntries([...this.#metrics].map(([name, { value }]) => [name, value])), ...this.#metadata,
      };
    }
    publishStoredMetrics() {
      if (this.#metrics.size === 0) {
        if (this.#throwOnEmpty) throw new RangeError('The number of metrics recorded must be higher than zero');
        if (!this.single) console.warn('No application metrics to publish. The cold-start metric may be published if enabled. If application metrics should never be empty, consider using `throwOnEmptyMetrics`');
        return;
      }
      host.write(JSON.stringify(this.serializeMetrics()) + '\n');
      this.#metrics.clear(); this.#dimensions = {}; this.#metadata = {};
    }
    logMetrics(options = {}) {
      const metrics = this;
      return (target, key, descriptor) => {
        const run = descriptor.value;
        descriptor.value = async function (event, context, done) {
          if (options.captureColdStartMetric) metrics.captureColdStartMetric(context.functionName);
          try { return await run.call(this, event, context, done); } finally { metrics.publishStoredMetrics(); }
        };
        return descriptor;
      };
    }
  }
  return { Metrics, MetricUnit, MetricUnits: MetricUnit, MetricResolution };
})
