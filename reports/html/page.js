// @ts-check
// Steps through the executions of a report page. Everything it shows is in the page already: where
// each task is and what each object holds, as differences from step to step, in the block
// "stepping"; pictures whose parts say at which steps they are to be seen.
'use strict';

(() => {
  /** @typedef {[number, number, string]} Place  file, line, and both in short */
  /** @typedef {{doing: string, next: string, where: Place | null}} TaskPlace */
  /**
   * @typedef {object} Step
   * @property {number} step
   * @property {number} [task]
   * @property {string} [text]
   * @property {Place | null} [where]
   * @property {string} [preempts]
   * @property {number} [preempted]
   * @property {number} [object]
   * @property {boolean} [conflicts]
   * @property {boolean} [matters]
   * @property {[number, string, string, Place | null][]} tasks
   * @property {[number, string][]} objects
   * @property {[string, string][]} [notes]
   */
  /**
   * @typedef {object} Stepping
   * @property {number} last
   * @property {number} open
   * @property {string[]} tasks
   * @property {string[]} objects
   * @property {string[]} files
   * @property {Step[]} steps
   */

  const secondsPerStep = 1;

  /** @param {string} id */
  const blockText = (id) => document.getElementById(id)?.textContent ?? 'null';

  /**
   * @template {Element} Kind
   * @param {ParentNode} within
   * @param {string} selector
   * @param {new () => Kind} kind
   */
  const find = (within, selector, kind) => {
    const found = within.querySelector(selector);
    return found instanceof kind ? found : null;
  };

  /**
   * @param {Element | null} element
   * @param {string} text
   */
  const say = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };

  /** One execution of the page. */
  class View {
    /**
     * @param {HTMLElement} element
     * @param {Stepping} stepping
     */
    constructor(element, stepping) {
      this.element = element;
      this.stepping = stepping;
      this.number = Number(element.dataset.number);
      this.slider = find(element, '.slider input', HTMLInputElement);
      /** The place in `stepping.steps`. */
      this.at = 0;
      /** @type {TaskPlace[][]} */
      this.tasks = [];
      /** @type {string[][]} */
      this.objects = [];
      for (const step of stepping.steps) this.remember(step);
    }

    /** @param {Step} step */
    remember(step) {
      const tasks = [...(this.tasks.at(-1) ?? [])];
      for (const [task, doing, next, where] of step.tasks) tasks[task] = {doing, next, where};
      this.tasks.push(tasks);
      const objects = [...(this.objects.at(-1) ?? [])];
      for (const [object, state] of step.objects) objects[object] = state;
      this.objects.push(objects);
    }

    /** @returns {Step} */
    get step() {
      return /** @type {Step} */ (this.stepping.steps[this.at]);
    }

    /** The place of the last step shown that is not after step `number`.
     * @param {number} number */
    placeOf(number) {
      let place = 0;
      this.stepping.steps.forEach((step, index) => {
        if (step.step <= number) place = index;
      });
      return place;
    }

    /** The next place, around the end, whose step is one of those; this one if none is.
     * @param {(step: Step) => boolean} wanted */
    nextPlace(wanted) {
      const count = this.stepping.steps.length;
      for (let ahead = 1; ahead <= count; ++ahead) {
        const place = (this.at + ahead) % count;
        const step = this.stepping.steps[place];
        if (step && wanted(step)) return place;
      }
      return this.at;
    }

    /** @param {number} place */
    show(place) {
      this.at = Math.min(Math.max(place, 0), this.stepping.steps.length - 1);
      this.tell();
      this.showState();
      this.showTasks();
      this.showLanes();
      this.showGraph();
    }

    tell() {
      const step = this.step;
      if (this.slider) {
        this.slider.value = String(this.at);
        this.slider.setAttribute('aria-valuetext', `step ${step.step} of ${this.stepping.last}`);
      }
      say(find(this.element, '.count', HTMLElement), step.step === 0
        ? `Before the first of ${this.stepping.last} steps.`
        : `Step ${step.step} of ${this.stepping.last}.`);
      const what = find(this.element, '.what', HTMLElement);
      if (!what) return;
      what.textContent = '';
      const add = (/** @type {string} */ kind, /** @type {string} */ text) => {
        const part = document.createElement('span');
        part.className = kind;
        part.textContent = text;
        what.append(part, ' ');
      };
      if (step.preempts !== undefined)
        add('preempted', `${this.taskName(step.preempted)} is preempted, about to: ` +
          `${step.preempts}.`);
      if (step.text !== undefined) add('did', `${this.taskName(step.task)}: ${step.text}.`);
      for (const [kind, text] of step.notes ?? [])
        add(kind, kind === 'failure' ? `✗ ${text}.` : `Note: ${text}.`);
    }

    /** @param {number | undefined} task */
    taskName(task) {
      return task === undefined || task < 0 ? 'the clock' : this.stepping.tasks[task] ?? '';
    }

    showState() {
      const now = this.objects[this.at] ?? [];
      const before = this.objects[this.at - 1] ?? now;
      for (const row of this.element.querySelectorAll('.state tr[data-object]')) {
        const object = Number(row.getAttribute('data-object'));
        const changed = now[object] !== before[object];
        row.classList.toggle('changed', changed);
        say(row.querySelector('.state'), now[object] ?? '');
        say(row.querySelector('.previous'), changed ? `◂ was ${before[object] ?? ''}` : '');
      }
    }

    showTasks() {
      const now = this.tasks[this.at] ?? [];
      for (const card of this.element.querySelectorAll('.task[data-task]')) {
        const task = Number(card.getAttribute('data-task'));
        const place = now[task];
        if (!place) continue;
        const active = this.step.task === task;
        const waiting = place.doing === 'waits' || place.doing === 'stuck';
        card.classList.toggle('active', active);
        card.classList.toggle('waiting', waiting);
        say(card.querySelector('.doing'), place.doing === 'stuck' ? 'waits for ever' : place.doing);
        say(card.querySelector('.coming'), place.next === '' ? ''
          : `${waiting ? 'waits to' : 'next'}: ${place.next}`);
        this.point(card, active ? this.step.where ?? null : null, place.where, waiting);
      }
    }

    /** Marks the line of the step just done, and the one of what comes next.
     * @param {Element} card
     * @param {Place | null} done
     * @param {Place | null} next
     * @param {boolean} waiting */
    point(card, done, next, waiting) {
      for (const line of card.querySelectorAll('li.done, li.next, li.waits'))
        line.classList.remove('done', 'next', 'waits');
      const lineOf = (/** @type {Place | null} */ place) => {
        if (!place) return null;
        for (const code of card.querySelectorAll('ol.code'))
          if (code.getAttribute('data-file') === this.stepping.files[place[0]])
            return find(code, `li[data-line="${place[1]}"]`, HTMLElement);
        return null;
      };
      const doneLine = lineOf(done);
      const nextLine = lineOf(next);
      doneLine?.classList.add('done');
      nextLine?.classList.add(waiting ? 'waits' : 'next');
      const shown = doneLine ?? nextLine;
      const code = shown?.parentElement;
      if (shown && code) code.scrollTop = shown.offsetTop - code.clientHeight / 2;
    }

    /** The row of the step in the diagram. */
    showLanes() {
      const number = this.step.step;
      for (const row of this.element.querySelectorAll('.lanes [data-step][data-last]')) {
        const first = Number(row.getAttribute('data-step'));
        const last = Number(row.getAttribute('data-last'));
        row.classList.toggle('current', first <= number && number <= last);
      }
      const pane = find(this.element, '.lanes .scroll', HTMLElement);
      const row = this.element.querySelector('.lanes .current');
      if (!pane || !row) return;
      const middle = row.getBoundingClientRect().top - pane.getBoundingClientRect().top +
        pane.scrollTop - pane.clientHeight / 2;
      pane.scrollTop = Math.max(middle, 0);
    }

    /** The edges of the graph that are there at the step, and what they say together. */
    showGraph() {
      const graph = find(this.element, '.graph .scroll', HTMLElement);
      if (!graph) return;
      const number = this.step.step;
      /** @type {string[]} */
      const said = [];
      for (const edge of graph.querySelectorAll('.edge')) {
        const there = Number(edge.getAttribute('data-from')) <= number &&
          number <= Number(edge.getAttribute('data-to'));
        edge.classList.toggle('there', there);
        if (there) said.push(edge.querySelector('title')?.textContent ?? '');
      }
      const closing = Number(graph.dataset.closed);
      const closed = closing > 0 && number >= closing;
      graph.classList.toggle('closed', closed);
      for (const node of graph.querySelectorAll('.node.task')) {
        const doing = this.tasks[this.at]?.[Number(node.getAttribute('data-task'))]?.doing ?? '';
        node.classList.toggle('away', doing === 'not started' || doing === 'ended');
        say(node.querySelector('.doing'), doing);
      }
      for (const node of graph.querySelectorAll('.node.resource'))
        say(node.querySelector('.state'),
          this.objects[this.at]?.[Number(node.getAttribute('data-object'))] ?? '');
      say(find(this.element, '.graph-now', HTMLElement),
        (said.length === 0 ? 'Nobody has anything, and nobody waits.' : said.join('; ') + '.') +
        (closed ? ' Nothing can free them any more.' : ''));
    }
  }

  /**
   * @typedef {object} TreeNode
   * @property {number} up
   * @property {[number, number][]} did  tasks, and texts by number
   * @property {number[]} next
   * @property {number[]} [others]
   * @property {number} ends
   * @property {number} failing
   * @property {number} [came]
   * @property {string} [token]
   */

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {string} kind
   * @param {string} text
   */
  const make = (tag, kind, text) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text;
    return made;
  };

  /** All executions of the search, to go other ways than the one that is shown. */
  class Tree {
    /**
     * @param {HTMLElement} element
     * @param {{texts: string[], nodes: TreeNode[]}} data
     */
    constructor(element, data) {
      this.element = element;
      this.texts = data.texts;
      this.nodes = data.nodes;
    }

    /** @param {number} place */
    node(place) {
      return /** @type {TreeNode} */ (this.nodes[place]);
    }

    /** The choice at which an execution is after these tasks' steps; -1 if it is at none.
     * @param {number[]} tasks */
    placeAfter(tasks) {
      let place = 0;
      let done = 0;
      for (;;) {
        for (const [task] of this.node(place).did) {
          if (done === tasks.length) return -1;
          if (task !== tasks[done++]) return -1;
        }
        if (done === tasks.length) return place;
        const next = this.node(place).next.find((child) =>
          this.node(child).did[0]?.[0] === tasks[done]);
        if (next === undefined) return -1;
        place = next;
      }
    }

    /** @param {number} place */
    tally(place) {
      const {ends, failing} = this.node(place);
      if (failing === 0) return make('span', 'tally passes', `✓ ${ends} of ${ends} pass`);
      return make('span', 'tally fails', `✗ ${failing} of ${ends} fail`);
    }

    /** @param {number} place */
    show(place) {
      this.showPath(place);
      this.showChoices(place);
      this.showEnds(place);
    }

    /** @param {number} place */
    showPath(place) {
      const path = find(this.element, '.path', HTMLElement);
      if (!path) return;
      /** @type {number[]} */
      const way = [];
      for (let at = place; at >= 0; at = this.node(at).up) way.unshift(at);
      path.replaceChildren();
      for (const at of way)
        this.node(at).did.forEach(([, text], index) =>
          path.append(make('li', at > 0 && index === 0 ? 'chosen' : '', this.texts[text] ?? '')));
      if (path.childElementCount === 0) path.append(make('li', '', 'nothing yet'));
      path.scrollTop = path.scrollHeight;
    }

    /** @param {number} place */
    showChoices(place) {
      const choices = find(this.element, '.choices', HTMLElement);
      if (!choices) return;
      const node = this.node(place);
      choices.replaceChildren();
      if (node.token !== undefined) choices.append(this.endOf(place));
      for (const child of node.next) {
        const button = make('button', 'choice', '');
        button.type = 'button';
        const first = this.node(child).did[0];
        button.append(make('span', '', this.texts[first ? first[1] : -1] ?? ''), this.tally(child));
        button.addEventListener('click', () => this.show(child));
        choices.append(button);
      }
      for (const other of node.others ?? [])
        choices.append(make('p', 'note', `${this.texts[other]} could go on, too: all that comes ` +
          'of it comes of the others.'));
      if (node.up >= 0) {
        const back = make('button', 'back', '◀ one choice back');
        back.type = 'button';
        back.addEventListener('click', () => this.show(node.up));
        choices.append(back);
      }
    }

    /** What came of an execution, with the command that shows it.
     * @param {number} place */
    endOf(place) {
      const node = this.node(place);
      const failed = node.failing > 0;
      const end = make('div', failed ? 'end fails' : 'end passes',
        `${failed ? '✗ FAIL' : '✓ PASS'}  ${this.texts[node.came ?? -1] ?? ''}`);
      end.append(make('code', 'token', node.token ?? ''));
      return end;
    }

    /** @param {number} place */
    showEnds(place) {
      const below = find(this.element, '.below', HTMLElement);
      if (!below) return;
      below.replaceChildren();
      /** @param {number} at */
      const collect = (at) => {
        if (this.node(at).token !== undefined) {
          const item = make('li', '', '');
          item.append(this.endOf(at));
          below.append(item);
        }
        this.node(at).next.forEach(collect);
      };
      if (this.node(place).token === undefined) collect(place);
      find(this.element, '.below-title', HTMLElement)
        ?.toggleAttribute('hidden', below.childElementCount === 0);
      say(find(this.element, '.asks', HTMLElement),
        this.node(place).token === undefined ? 'Who goes on?' : 'What came of it');
    }
  }

  class Page {
    constructor() {
      /** @type {Stepping[]} */
      const stepping = JSON.parse(blockText('stepping')) ?? [];
      /** @type {View[]} */
      this.views = [];
      for (const element of document.querySelectorAll('.view')) {
        const here = stepping[this.views.length];
        if (element instanceof HTMLElement && here) this.views.push(new View(element, here));
      }
      this.current = 0;
      this.playing = 0;
      const element = document.getElementById('tree');
      const executions = JSON.parse(blockText('executions'));
      this.tree = element && executions ? new Tree(element, executions) : null;
    }

    start() {
      document.documentElement.classList.add('live');
      for (const view of this.views) {
        view.show(view.placeOf(view.stepping.open));
        view.slider?.addEventListener('input', () => this.go(Number(view.slider?.value)));
        for (const button of view.element.querySelectorAll('[data-act]'))
          button.addEventListener('click', () => this.act(button.getAttribute('data-act') ?? ''));
        for (const row of view.element.querySelectorAll('.lanes .step'))
          row.addEventListener('click', () =>
            this.go(view.placeOf(Number(row.getAttribute('data-step')))));
      }
      window.addEventListener('hashchange', () => this.follow());
      document.addEventListener('keydown', (event) => this.key(event));
      this.offerDownload();
      this.offerCopies();
      this.tree?.show(0);
      this.follow();
    }

    /** @returns {View | undefined} */
    get view() {
      return this.views[this.current];
    }

    /** Goes where the address says: `#finding=2&step=4`. */
    follow() {
      const wanted = new URLSearchParams(location.hash.slice(1));
      const finding = Number(wanted.get('finding') ?? this.current + 1) - 1;
      if (this.views[finding]) this.current = finding;
      this.views.forEach((view, place) => {
        view.element.hidden = place !== this.current;
      });
      for (const link of document.querySelectorAll('.findings a'))
        link.toggleAttribute('aria-current',
          link.getAttribute('href') === `#finding=${this.current + 1}`);
      const step = wanted.get('step');
      if (step !== null && this.view) this.view.show(this.view.placeOf(Number(step)));
      else this.view?.show(this.view.at);
    }

    /** The tree shows the choice at which the execution is, if the search came by there. */
    showTree() {
      const view = this.view;
      if (!view || !this.tree || view.stepping.steps.length !== view.stepping.last + 1) return;
      const tasks = view.stepping.steps.slice(1, view.at + 1).map((step) => step.task ?? -1);
      const place = this.tree.placeAfter(tasks);
      if (place >= 0) this.tree.show(place);
    }

    /** @param {number} place */
    go(place) {
      const view = this.view;
      if (!view) return;
      view.show(place);
      this.showTree();
      const finding = this.views.length > 1 ? `finding=${view.number}&` : '';
      history.replaceState(null, '', `#${finding}step=${view.step.step}`);
    }

    /** @param {string} what */
    act(what) {
      const view = this.view;
      if (!view) return;
      if (what !== 'play') this.pause();
      if (what === 'first') this.go(0);
      if (what === 'back') this.go(view.at - 1);
      if (what === 'next') this.go(view.at + 1);
      if (what === 'last') this.go(view.stepping.steps.length - 1);
      if (what === 'preemption') this.go(view.nextPlace((step) => step.preempts !== undefined));
      if (what === 'conflict') this.go(view.nextPlace((step) => step.conflicts === true));
      if (what === 'play') this.play();
      if (what === 'graph') this.toGraph();
    }

    /** Starts to play, from the beginning if this is the end; or stops. */
    play() {
      const view = this.view;
      if (!view) return;
      if (this.playing !== 0) return this.pause();
      const last = view.stepping.steps.length - 1;
      this.go(view.at === last ? 0 : view.at + 1);
      this.playing = window.setInterval(() => {
        if (view.at < last) this.go(view.at + 1);
        if (view.at === last) this.pause();
      }, secondsPerStep * 1000);
      this.showPlaying('Pause');
    }

    pause() {
      window.clearInterval(this.playing);
      this.playing = 0;
      this.showPlaying('Play');
    }

    /** @param {string} word */
    showPlaying(word) {
      for (const button of document.querySelectorAll('[data-act="play"]')) say(button, word);
    }

    toGraph() {
      const graph = this.view && find(this.view.element, '.graph', HTMLElement);
      if (!graph) return;
      graph.tabIndex = -1;
      graph.focus();
      graph.scrollIntoView({block: 'nearest'});
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || !this.view) return;
      const on = event.target instanceof Element ? event.target : document.body;
      const acts = /** @type {Record<string, string>} */ ({
        ArrowLeft: 'back', ArrowRight: 'next', Home: 'first', End: 'last', ' ': 'play',
        p: 'preemption', c: 'conflict', g: 'graph',
      });
      const act = acts[event.key];
      if (act === undefined) return;
      // A space presses what has the focus.
      if (act === 'play' && on.closest('button, a, summary, input')) return;
      event.preventDefault();
      this.act(act);
    }

    offerDownload() {
      const link = find(document, '#download', HTMLAnchorElement);
      link?.addEventListener('click', () => {
        const report = JSON.stringify(JSON.parse(blockText('report')), null, 2) + '\n';
        link.href = URL.createObjectURL(new Blob([report], {type: 'application/json'}));
      });
    }

    offerCopies() {
      for (const button of document.querySelectorAll('button.copy'))
        button.addEventListener('click', () => {
          const code = button.parentElement?.querySelector('code');
          if (!code) return;
          navigator.clipboard?.writeText(code.textContent ?? '').then(() => say(button, 'Copied'),
            () => getSelection()?.selectAllChildren(code));
        });
    }
  }

  new Page().start();
})();
