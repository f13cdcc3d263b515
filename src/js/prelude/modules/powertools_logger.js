// `@aws-lambda-powertools/logger`: lines of JSON with what every line should say.
(function (host, core) {
  'use strict';
  const LEVELS = { TRACE: 6, DEBUG: 8, INFO: 12, WARN: 16, ERROR: 20, CRITICAL: 24, SILENT: 28 };
  const shown = (error) => ({ name: error.name, location: (core.trace(error)[1] ?? '').trim().replace(/^at (.*\()?(.*?)\)?$/, '$2'), message: error.message, stack: core.trace(error).join('\n'), ...(error.cause === undefined ? {} : { cause: error.cause instanceof Error ? shown(error.cause) : error.cause }) });
  class Logger {
    #persistent = {};
    #temporary = {};
    #context = {};
    #level;
    #options;
    constructor(options = {}) {
      const { env } = core.process;
      this.#options = options;
      this.#level = LEVELS[String(options.logLevel ?? env.POWERTOOLS_LOG_LEVEL ?? env.AWS_LAMBDA_LOG_LEVEL ?? env.LOG_LEVEL ?? 'INFO').toUpperCase()] ?? LEVELS.INFO;
      this.service = options.serviceName ?? env.POWERTOOLS_SERVICE_NAME ?? 'service_undefined';
      this.#persistent = { ...options.persistentKeys, ...options.persistentLogAttributes };
      this.coldStart = true;
    }
    addContext(context) {
      this.#context = {
        cold_start: this.coldStart, function_arn: context.invokedFunctionArn, function_memory_size: String(context.memoryLimitInMB),
        function_name: context.functionName, function_request_id: context.awsRequestId,
      };
      this.coldStart = false;
    }
    appendKeys(keys) { Object.assign(this.#temporary, keys); }
    appendPersistentKeys(keys) { Object.assign(this.#persistent, keys); }
    addPersistentLogAttributes(keys) { this.appendPersistentKeys(keys); }
    removeKeys(names) { for (const name of names) delete this.#temporary[name]; }
    removePersistentKeys(names) { for (const name of names) delete this.#persistent[name]; }
    resetKeys() { this.#temporary = {}; }
    getPersistentLogAttributes() { return this.#persistent; }
    setLogLevel(name) { this.#level = LEVELS[name] ?? this.#level; }
    getLevelName() { return Object.keys(LEVELS).find((name) => LEVELS[name] === this.#level); }
    createChild(options = {}) {
      const child = new Logger({ ...this.#options, serviceName: this.service, ...options, persistentKeys: { ...this.#persistent, ...options.persistentKeys } });
      child.#context = this.#context;
      child.coldStart = this.coldStart;
      return child;
    }
    logEventIfEnabled(event, wanted) { if (wanted ?? /^(1|true)$/i.test(core.process.env.POWERTOOLS_LOGGER_LOG_EVENT ?? '')) this.info('Lambda invocation event', { event }); }
    injectLambdaContext() {
      const logger = this;
      return (target, key, descriptor) => {
        const run = descriptor.value;
        descriptor.value = function (event, context, done) { logger.addContext(context); return run.call(this, event, context, done); };
        return descriptor;
      };
    }
    #log(level, input, extra) {
      if (LEVELS[level] < this.#level) return;
      const line = {
        level, message: typeof input === 'object' && input !== null ? input.message : input, timestamp: new Date().toISOString(), service: this.service,
        ...this.#context, sampling_rate: undefined, xray_trace_id: core.process.env._X_AMZN_TRACE_ID?.match(/Root=([^;]+)/)?.[1], ...this.#persistent, ...this.#temporary,
      };
      if (input instanceof Error) line.error = input; else if (typeof input === 'object' && input !== null) Object.assign(line, input);
      for (const part of extra) {
        if (part instanceof Error) line.error = part; else if (typeof part === 'string') line.extra = part; else Object.assign(line, part);
      }
      const seen = new WeakSet();
      const text = JSON.stringify(line, (key, value) => {
        if (value instanceof Error) return shown(value);
        if (typeof value === 'bigint') return String(value);
        if (typeof value === 'object' && value !== null) { if (seen.has(value)) return undefined; seen.add(value); }
        return value;
      });
      host.write(text + '\n');
    }
    trace(input, ...extra) { this.#log('TRACE', input, extra); }
    debug(input, ...extra) { this.#log('DEBUG', input, extra); }
    info(input, ...extra) { this.#log('INFO', input, extra); }
    warn(input, ...extra) { this.#log('WARN', input, extra); }
    error(input, ...extra) { this.#log('ERROR', input, extra); }
    critical(input, ...extra) { this.#log('CRITICAL', input, extra); }
  }
  return { Logger, LogLevel: Object.fromEntries(Object.keys(LEVELS).map((name) => [name, name])) };
})
