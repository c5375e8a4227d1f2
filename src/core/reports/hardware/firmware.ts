import type { Severity } from '../../arch/machine-check.ts';
import { hardware } from '../../catalogue/hardware.ts';
import type { Building, HardwareSource } from './error.ts';

/** "{57}[Hardware Error]: ", "[Hardware Error]: " with the record's own indentation after it. */
const MARK = /^(?:\{\d+\})?\[Hardware Error\]: *(.*)$/;
/** cper_estatus_print() and its like (drivers/firmware/efi/cper{,-arm,-x86}.c, drivers/acpi/apei/ghes.c). */
const BEGIN = /^Hardware error from APEI Generic Hardware Error Source: (\d+)/;
const FIELD =
  /^(?<name>event severity|section_type|physical_address|physical fault address|error_type|DIMM location|device_id|aer_(?:uncor|cor)_status|fru_text|node|Error \d+, type|port_type|vendor_id): *(?<value>.+)/;
const SEVERITY: Readonly<Record<string, Severity | undefined>> = {
  corrected: 'corrected',
  recoverable: 'uncorrected',
  fatal: 'fatal',
  info: 'info',
};

/** Records that the firmware hands over: ACPI's APEI, generic error sources and the boot error record (UEFI specification, appendix N). */
export const source: HardwareSource = {
  name: 'firmware',
  start(found) {
    let error: Building | undefined;
    let from: string | undefined;
    let section: string | undefined;
    const words = (said: string): void => {
      if (error && !error.what.some(({ fields }) => fields.words === said))
        error.what = [...error.what, hardware.said({ words: said })];
    };
    return (line, given) => {
      const text = MARK.exec(given)?.[1].trim();
      if (text === undefined) return false;
      const begins = BEGIN.exec(text)?.[1];
      if (begins !== undefined) {
        from = begins;
        section = undefined;
        error = {
          line,
          source: hardware.firmware({ source: from, section }),
          severity: 'uncorrected',
          what: [],
          count: 1,
          decoded: false,
        };
        found.push(error);
        return true;
      }
      if (!error) return false;
      const field = FIELD.exec(text)?.groups;
      if (!field) {
        if (
          !/^(?:the error has not been corrected|cache level: |TLB level: |operation type: |processor (?:type|context corrupted))/.test(
            text,
          )
        )
          return false;
        words(text);
        return true;
      }
      const value = field.value.slice(0, 120);
      switch (field.name) {
        case 'event severity':
          error.severity = SEVERITY[value] ?? error.severity;
          break;
        case 'section_type':
          section = value;
          error.source = hardware.firmware({ source: from, section });
          error.decoded = true;
          break;
        case 'physical_address':
        case 'physical fault address':
          error.address = value;
          break;
        case 'error_type':
          words(value.replace(/^\d+, /, ''));
          break;
        case 'DIMM location':
          error.place = value;
          break;
        case 'device_id':
          error.place ??= value;
          break;
        case 'node':
          error.place ??= `node:${value}`;
          break;
        case 'fru_text':
          error.place ??= value;
          break;
        case 'aer_uncor_status':
        case 'aer_cor_status':
          words(`${field.name} ${value}`);
      }
      return true;
    };
  },
};
