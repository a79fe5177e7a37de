// Drives the dashboard in a real Chromium. Arguments: the address of the page, and a directory for the pictures.
// Reads steps from stdin, one a line, and answers each with "ok" or "failed: ..." so that a test can act in between.
import { chromium } from 'playwright-core';
import { createInterface } from 'node:readline';

const [address, pictures] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CODEX_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
const complaints = [];
page.on('console', message => {
  // what the browser says of a service that is down is no mistake of the page
  if (message.type() === 'error' && !message.text().includes('Failed to load resource')) complaints.push(message.text());
});
page.on('pageerror', failure => complaints.push(String(failure)));

const PATIENCE = { timeout: 60000 };
const text = (selector, wanted) => page.waitForFunction(
  ([where, part]) => document.querySelector(where)?.textContent.includes(part), [selector, wanted], PATIENCE);

const steps = {
  open: () => page.goto(address, PATIENCE),
  // text SELECTOR WANTED
  text: argument => text(...split(argument)),
  // bar LOW HIGH: the progress bar is between the two
  bar: argument => page.waitForFunction(([low, high]) => {
    const bar = document.getElementById('bar');
    return bar.hasAttribute('value') && bar.value >= low && bar.value <= high;
  }, argument.split(' ').map(Number), PATIENCE),
  hidden: selector => page.waitForSelector(selector, { state: 'hidden', ...PATIENCE }),
  press: key => page.keyboard.press(key),
  focused: async wanted => {
    const focused = await page.evaluate(() => document.activeElement.textContent);
    if (!focused.includes(wanted)) throw new Error(`the focus is on "${focused}"`);
  },
  scheme: colorScheme => page.emulateMedia({ colorScheme }),
  size: argument => {
    const [width, height] = argument.split(' ').map(Number);
    return page.setViewportSize({ width, height });
  },
  'no-scroll-sideways': async () => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) throw new Error(`${wide} pixels too wide`);
  },
  picture: async name => {
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${pictures}/${name}.png`, animations: 'disabled' });
  },
  'no-complaints': async () => {
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  },
};

function split(argument) {
  const at = argument.indexOf(' ');
  return [argument.slice(0, at), argument.slice(at + 1)];
}

for await (const line of createInterface({ input: process.stdin })) {
  const [name, argument] = line.includes(' ') ? split(line) : [line, ''];
  try {
    if (!steps[name]) throw new Error('no such step');
    await steps[name](argument);
    console.log('ok');
  } catch (failure) {
    console.log(`failed: ${line}: ${String(failure).replaceAll('\n', ' ')}; the page says: ${
      (await page.evaluate(() => document.body.innerText)).replaceAll('\n', ' | ').slice(0, 1500)}`);
  }
}
await browser.close();
