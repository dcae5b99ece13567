// The few parts of ECharts that the charts need.
import { CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, CustomChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export type Option = EChartsCoreOption;

/** A Svelte action: draws the option, follows its changes and the element's size. */
export function chart(element: HTMLElement, option: Option) {
  const instance = init(element, undefined, { renderer: 'svg' });
  const follow = new ResizeObserver(() => instance.resize());
  follow.observe(element);
  instance.setOption(option);
  return {
    update: (next: Option) => instance.setOption(next, { notMerge: true }),
    destroy: () => {
      follow.disconnect();
      instance.dispose();
    },
  };
}

/** The colours of app.css as they are now: charts cannot read variables. `of` makes the reader depend on the theme. */
export function colours(names: readonly string[]): Record<string, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const found: Record<string, string> = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
