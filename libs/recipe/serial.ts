const FORM = /^[A-Za-z0-9._:/+-]{1,64}$/;

/** What a serial looks like, for messages. */
export const SERIAL_FORM = "1 to 64 letters, digits or . _ : / + -";

/** Whether `text` can be a serial: nothing in it can harm a terminal, a shell or a table. */
export const isSerial = (text: string): boolean => FORM.test(text);
