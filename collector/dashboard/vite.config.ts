import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Where the dashboard is served from while it is developed; the mock of dev/mock.mjs or a real collector.
const collector = process.env.EDGEPROBE_COLLECTOR ?? 'http://127.0.0.1:8099';

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: process.env.EDGEPROBE_WWWROOT ?? '../EdgeProbe.Collector/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // ECharts is one chunk of its own, loaded only by the probe page.
    chunkSizeWarningLimit: 700,
  },
  server: { host: '127.0.0.1', proxy: { '/api': collector, '/health': collector, '/openapi': collector } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
