import { describe, expect, it } from 'vitest';
import { Places, placeRef, samePlace } from '../../../src/app/state/places.svelte.ts';

const shown = (places: Places): string[] => places.tabs.map((tab) => placeRef(tab.place));
const front = (places: Places): string | undefined => places.place && placeRef(places.place);

describe('the places of the workbench', () => {
  it('open in the tab of their view; in a new one when asked', () => {
    const places = new Places();
    places.open({ view: 'verdict' });
    places.open({ view: 'memory', ref: 'mem:1000' });
    places.open({ view: 'memory', ref: 'mem:2000' });
    expect(shown(places)).toEqual(['view:verdict', 'mem:2000']);
    places.open({ view: 'memory', ref: 'mem:3000' }, true);
    expect(shown(places)).toEqual(['view:verdict', 'mem:2000', 'mem:3000']);
    // A view opened by its name keeps what it shows.
    places.open({ view: 'memory' });
    expect(front(places)).toBe('mem:3000');
  });

  it('are gone back to and forward again, through tabs that were closed too', () => {
    const places = new Places();
    places.open({ view: 'verdict' });
    places.open({ view: 'log' });
    places.open({ view: 'memory', ref: 'mem:1000' });
    expect([places.canBack, places.canForward]).toEqual([true, false]);
    places.back();
    expect(front(places)).toBe('view:log');
    places.close(places.active);
    expect(shown(places)).not.toContain('view:log');
    places.back();
    places.back();
    places.back();
    expect(front(places)).toBe('view:verdict');
    expect(places.canBack).toBe(false);
    places.forward();
    expect(front(places)).toBe('view:log');
  });

  it('that are opened after going back cut off what was ahead', () => {
    const places = new Places();
    for (const view of ['verdict', 'log', 'tasks']) places.open({ view });
    places.back();
    places.open({ view: 'modules' });
    expect(places.canForward).toBe(false);
    places.back();
    expect(front(places)).toBe('view:log');
  });

  it('settle on what the view shows by itself, without a step of their own; the last tab stays', () => {
    const places = new Places();
    places.open({ view: 'stacks' });
    places.settle('stack:ffff888000000000');
    places.label('insmod');
    expect(places.canBack).toBe(false);
    expect(places.tab?.label).toBe('insmod');
    places.open({ view: 'stacks', ref: 'stack:ffff888000001000' });
    expect(places.tab?.label).toBeUndefined();
    places.close(places.active);
    expect(places.tabs.length).toBe(1);
  });

  it('are bounded: tabs and steps', () => {
    const places = new Places();
    for (let i = 0; i < 1000; i++) places.open({ view: 'memory', ref: `mem:${i}` }, true);
    expect(places.tabs.length).toBe(24);
    let steps = 0;
    while (places.canBack && steps < 2000) {
      places.back();
      steps++;
    }
    expect(steps).toBe(199);
    expect(samePlace({ view: 'a' }, { view: 'a', ref: undefined })).toBe(true);
  });
});
